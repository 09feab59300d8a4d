"""Publishes order events: python3 publish.py order-shipped event.json ..."""
import json
import os
import pathlib
import sys
import time

import pika
from pika.exceptions import AMQPError, UnroutableError

URL = os.environ.get("AMQP_URL", "amqp://guest:guest@localhost:5672/")


def publish_one(channel, exchange, body):
    event_id = json.loads(body)["eventId"]
    channel.basic_publish(
        exchange=exchange,
        routing_key="",
        body=body,
        properties=pika.BasicProperties(
            content_type="application/json", delivery_mode=2, message_id=event_id
        ),
        mandatory=True,
    )
    print("confirmed", event_id, flush=True)


def publish(exchange, bodies):
    """Returns when the broker has them all. What it did not confirm goes again, with the eventId that it had."""
    waiting = list(bodies)
    while waiting:
        try:
            with pika.BlockingConnection(pika.URLParameters(URL)) as connection:
                channel = connection.channel()
                channel.confirm_delivery()
                while waiting:
                    publish_one(channel, exchange, waiting[0])
                    waiting.pop(0)
        except UnroutableError:
            sys.exit(f"No queue is bound to {exchange}: has the service run with this broker?")
        except AMQPError as e:
            print("not confirmed, once more:", repr(e), file=sys.stderr)
            time.sleep(1)


if __name__ == "__main__":
    publish(sys.argv[1], [pathlib.Path(file).read_bytes() for file in sys.argv[2:]])
