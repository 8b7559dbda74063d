from flask import Blueprint

blueprint = Blueprint("booths_desk", __name__)
