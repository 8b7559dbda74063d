from flask import Blueprint

blueprint = Blueprint("moderation_desk", __name__)
