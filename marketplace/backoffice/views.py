from flask import Blueprint

blueprint = Blueprint("backoffice", __name__)
