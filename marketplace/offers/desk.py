from flask import Blueprint

blueprint = Blueprint("offers_desk", __name__)
