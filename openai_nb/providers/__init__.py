"""Providers: who answers, one function for each."""

from openai_nb.providers.azure import azure as azure
from openai_nb.providers.azure_address import read_address as read_address
from openai_nb.providers.compatible import compatible as compatible
from openai_nb.providers.compatible import proxy as proxy
from openai_nb.providers.local import local as local
from openai_nb.providers.openai import OPENAI_MODELS as OPENAI_MODELS
from openai_nb.providers.openai import openai as openai
from openai_nb.providers.provider import Bearer as Bearer
from openai_nb.providers.provider import Key as Key
from openai_nb.providers.provider import Provider as Provider
