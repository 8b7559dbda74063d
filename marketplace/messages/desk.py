from flask import Blueprint

blueprint = Blueprint("messages_desk", __name__)
