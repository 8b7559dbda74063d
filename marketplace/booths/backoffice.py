from flask import Blueprint

blueprint = Blueprint("booths_backoffice", __name__)
