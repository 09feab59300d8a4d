<?php
// Publishes order events: php publish.php order-shipped event.json ...
require __DIR__ . '/amqp.php';

use PhpAmqpLib\Message\AMQPMessage;

$exchange = $argv[1];
$waiting = array_map('file_get_contents', array_slice($argv, 2));

while ($waiting) {
    try {
        $connection = connect();
        $channel = $connection->channel();
        $channel->confirm_select();
        $channel->set_nack_handler(fn () => throw new RuntimeException('refused by the broker'));
        $channel->set_return_listener(function () use ($exchange) {
            fwrite(STDERR, "No queue is bound to $exchange: has the service run with this broker?\n");
            exit(1);
        });
        while ($waiting) {
            $eventId = json_decode($waiting[0], flags: JSON_THROW_ON_ERROR)->eventId;
            $message = new AMQPMessage($waiting[0], [
                'content_type' => 'application/json',
                'delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT,
                'message_id' => $eventId,
            ]);
            $channel->basic_publish($message, $exchange, mandatory: true);
            $channel->wait_for_pending_acks_returns(30);
            echo "confirmed $eventId\n";
            array_shift($waiting);
        }
        $connection->close();
    } catch (Exception $e) {
        // What was not confirmed goes again, with the eventId that it had.
        fwrite(STDERR, 'not confirmed, once more: ' . $e->getMessage() . "\n");
        sleep(1);
    }
}
