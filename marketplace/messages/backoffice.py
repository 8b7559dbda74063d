from flask import Blueprint

blueprint = Blueprint("messages_backoffice", __name__)
