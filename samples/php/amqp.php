<?php
// php-amqplib from Composer, or from Debian's php-amqplib.
require is_file(__DIR__ . '/vendor/autoload.php') ? __DIR__ . '/vendor/autoload.php' : 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;

/** Connects to the broker that AMQP_URL names; heartbeats tell when it is gone. */
function connect(): AMQPStreamConnection
{
    $url = parse_url(getenv('AMQP_URL') ?: 'amqp://guest:guest@localhost:5672/');
    $path = substr($url['path'] ?? '/', 1);
    return new AMQPStreamConnection(
        $url['host'], $url['port'] ?? 5672, urldecode($url['user']), urldecode($url['pass']),
        $path === '' ? '/' : urldecode($path), read_write_timeout: 60, heartbeat: 30);
}
