"""Prints each result once: python3 subscribe.py my-queue"""
import json
import os
import sys
import time

import pika
from pika.exceptions import AMQPError

URL = os.environ.get("AMQP_URL", "amqp://guest:guest@localhost:5672/")
ENVELOPE = "application/vnd.masstransit+json"

# A real system has a unique key in its database for this.
seen = set()


def read(properties, body):
    """The content type tells the envelope from the plain result; a failure has a field 'message' of its own."""
    message = json.loads(body)
    return message["message"] if properties.content_type == ENVELOPE else message


def handle(exchange, result):
    if result["eventId"] in seen:
        return
    if exchange == "fulfillment-succeeded":
        print("succeeded", result["orderEventId"], result["orderNo"], flush=True)
    else:
        print("failed", result["orderEventId"], result["orderNo"], result["reason"], flush=True)
    seen.add(result["eventId"])


def subscribe(queue):
    with pika.BlockingConnection(pika.URLParameters(URL)) as connection:
        channel = connection.channel()
        channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum"})
        for exchange in ("fulfillment-succeeded", "fulfillment-failed"):
            channel.queue_bind(queue, exchange)
        channel.basic_qos(prefetch_count=100)
        for method, properties, body in channel.consume(queue):
            handle(method.exchange, read(properties, body))
            channel.basic_ack(method.delivery_tag)


if __name__ == "__main__":
    while True:
        try:
            subscribe(sys.argv[1])
        except AMQPError as e:
            print("connects again:", repr(e), file=sys.stderr)
            time.sleep(1)
