"""Prints, as JSON, where a PostgreSQL and a Redis for the tests can be reached; runs in .venv.

`DATABASE_URL` and `REDIS_URL` are tried first, then what a usual local installation offers.
"""

import getpass
import json
import os

import psycopg2
import redis

OLDEST = 140000  # Django 5.2 wants PostgreSQL 14
# The last database number: what a developer keeps in a local Redis lies in the first.
LOCAL_REDIS = "redis://127.0.0.1:6379/15"


def find_postgresql() -> str | None:
    """The address of a PostgreSQL on which databases can be made, or None."""
    me = getpass.getuser()
    tried = (
        [os.environ.get("DATABASE_URL", "")]
        if os.environ.get("DATABASE_URL")
        else [
            f"postgres://{me}@/postgres",
            f"postgres://{me}@127.0.0.1:5432/postgres",
            "postgres://mockloop:mockloop@127.0.0.1:5432/mockloop",
            "postgres://postgres@127.0.0.1:5432/postgres",
            "postgres://postgres:postgres@127.0.0.1:5432/postgres",
            "postgres://postgres@/postgres",
        ]
    )
    return next((address for address in tried if usable_postgresql(address)), None)


def usable_postgresql(address: str) -> bool:
    """Whether databases can be made there."""
    try:
        connection = psycopg2.connect(address, connect_timeout=3)
    except psycopg2.Error:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            row = cursor.fetchone()
            return bool(row and row[0]) and connection.server_version >= OLDEST
    finally:
        connection.close()


def find_redis() -> str | None:
    """The address of a Redis that answers, or None."""
    address = os.environ.get("REDIS_URL") or LOCAL_REDIS
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError:
        return None
    return address


print(json.dumps({"DATABASE_URL": find_postgresql(), "REDIS_URL": find_redis()}))
