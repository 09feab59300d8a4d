// Prints each result once: node subscribe.mjs my-queue
import amqp from 'amqplib';

const url = process.env.AMQP_URL ?? 'amqp://guest:guest@localhost:5672/';
const queue = process.argv[2];
const seen = new Set(); // a real system has a unique key in its database for this

/** The content type tells the envelope from the plain result; a failure has a field 'message' of its own. */
function read({ properties, content }) {
  const message = JSON.parse(content);
  return properties.contentType === 'application/vnd.masstransit+json' ? message.message : message;
}

function handle(exchange, { eventId, orderEventId, orderNo, reason }) {
  if (seen.has(eventId)) return;
  if (exchange === 'fulfillment-succeeded') console.log('succeeded', orderEventId, orderNo);
  else console.log('failed', orderEventId, orderNo, reason);
  seen.add(eventId);
}

/** After each connection, the first and those after a loss. */
async function subscribe(connection) {
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  for (const exchange of ['fulfillment-succeeded', 'fulfillment-failed']) await channel.bindQueue(queue, exchange, '');
  await channel.prefetch(100);
  await channel.consume(queue, (message) => {
    handle(message.fields.exchange, read(message));
    channel.ack(message);
  });
}

const recovery = { initialDelay: 1000, maxDelay: 5000, maxRetries: Infinity, waitForConnect: false, setup: subscribe };
const connection = await amqp.connect(url, { recovery });
connection.on('error', (error) => console.error(error.message));
connection.on('disconnect', (error) => console.error('connects again:', error?.message));
connection.on('connect-failed', (error) => console.error('connects again:', error.message));
