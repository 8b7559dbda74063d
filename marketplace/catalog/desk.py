from flask import Blueprint

blueprint = Blueprint("catalog_desk", __name__)
