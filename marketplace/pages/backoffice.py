from flask import Blueprint

blueprint = Blueprint("pages_backoffice", __name__)
