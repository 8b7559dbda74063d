from flask import Blueprint

blueprint = Blueprint("notifications_desk", __name__)
