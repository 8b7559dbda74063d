from flask import Blueprint

blueprint = Blueprint("search_backoffice", __name__)
