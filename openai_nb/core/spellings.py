"""Spellings: the names under which files and the environment hold each setting."""

from __future__ import annotations

IN_FILE = {
    "api_key": ("apikey", "api_key", "openai_key", "openai_api_key", "openai_secret_key"),
    "admin_key": ("adminkey", "admin_key", "openai_admin_key"),
    "organization": (
        "organization",
        "organizationid",
        "openai_organization_id",
        "openai_org_id",
        "openai_organization",
    ),
    "project": ("project", "projectid", "openai_project_id"),
    "base_url": ("baseurl", "base_url", "domain", "openai_base_url"),
}
IN_ENVIRONMENT = {
    "api_key": ("OPENAI_API_KEY", "OPENAI_KEY", "OPENAI_SECRET_KEY"),
    "admin_key": ("OPENAI_ADMIN_KEY",),
    "organization": ("OPENAI_ORG_ID", "OPENAI_ORGANIZATION_ID", "OPENAI_ORGANIZATION"),
    "project": ("OPENAI_PROJECT_ID",),
    "base_url": ("OPENAI_BASE_URL",),
}
AZURE_IN_FILE = {
    "key": ("azure_openai_api_key", "azure_openai_key", *IN_FILE["api_key"]),
    "token": ("azure_openai_ad_token", "adtoken", "ad_token"),
    "endpoint": ("azure_openai_endpoint", "endpoint", "azureendpoint"),
    "resource": ("resourcename", "resource_name", "resource"),
    "deployment": (
        "azure_openai_deployment",
        "azure_openai_deployment_name",
        "deploymentid",
        "deployment_id",
        "deployment",
    ),
    "version": ("azure_openai_api_version", "openai_api_version", "apiversion", "api_version"),
}
AZURE_IN_ENVIRONMENT = {
    "key": ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_KEY"),
    "token": ("AZURE_OPENAI_AD_TOKEN",),
    "endpoint": ("AZURE_OPENAI_ENDPOINT",),
    "deployment": ("AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_DEPLOYMENT_NAME"),
    "version": ("OPENAI_API_VERSION", "AZURE_OPENAI_API_VERSION"),
}
AZURE_ADDRESS = ("endpoint", "resource")  # either says that a file speaks of Azure
