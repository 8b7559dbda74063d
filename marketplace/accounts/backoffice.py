from flask import Blueprint

blueprint = Blueprint("accounts_backoffice", __name__)
