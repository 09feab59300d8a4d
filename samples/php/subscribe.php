<?php
// Prints each result once: php subscribe.php my-queue
require __DIR__ . '/amqp.php';

use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;

/** The content type tells the envelope from the plain result; a failure has a field 'message' of its own. */
function read(AMQPMessage $message): object
{
    $body = json_decode($message->getBody(), flags: JSON_THROW_ON_ERROR);
    $isEnvelope = $message->get_properties()['content_type'] === 'application/vnd.masstransit+json';
    return $isEnvelope ? $body->message : $body;
}

function handle(string $exchange, object $result): void
{
    static $seen = []; // a real system has a unique key in its database for this
    if (isset($seen[$result->eventId])) {
        return;
    }
    echo $exchange === 'fulfillment-succeeded'
        ? "succeeded $result->orderEventId $result->orderNo\n"
        : "failed $result->orderEventId $result->orderNo $result->reason\n";
    $seen[$result->eventId] = true;
}

$queue = $argv[1];
while (true) {
    try {
        $channel = connect()->channel();
        $channel->queue_declare(
            $queue, durable: true, auto_delete: false, arguments: new AMQPTable(['x-queue-type' => 'quorum']));
        foreach (['fulfillment-succeeded', 'fulfillment-failed'] as $exchange) {
            $channel->queue_bind($queue, $exchange);
        }
        $channel->basic_qos(0, 100, false);
        $channel->basic_consume($queue, callback: function (AMQPMessage $message) {
            handle($message->getExchange(), read($message));
            $message->ack();
        });
        while ($channel->is_consuming()) {
            $channel->wait();
        }
    } catch (Exception $e) {
        fwrite(STDERR, 'connects again: ' . $e->getMessage() . "\n");
        sleep(1);
    }
}
