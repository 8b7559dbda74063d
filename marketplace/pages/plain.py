from flask import Blueprint

blueprint = Blueprint("plain", __name__)
