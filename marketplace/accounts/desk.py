from flask import Blueprint

blueprint = Blueprint("accounts_desk", __name__)
