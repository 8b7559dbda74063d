from flask import Blueprint

blueprint = Blueprint("moderation_backoffice", __name__)
