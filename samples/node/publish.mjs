// Publishes order events: node publish.mjs order-shipped event.json ...
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import amqp from 'amqplib';

const url = process.env.AMQP_URL ?? 'amqp://guest:guest@localhost:5672/';
const [exchange, ...files] = process.argv.slice(2);
const waiting = files.map((file) => readFileSync(file));

class Unroutable extends Error {}

/** Publishes what waits, one after the other, each until the broker has it. */
async function publishAll(channel) {
  const returned = new Set();
  channel.on('return', (message) => returned.add(message.properties.messageId));
  while (waiting.length) {
    const { eventId } = JSON.parse(waiting[0]);
    const properties = { contentType: 'application/json', persistent: true, messageId: eventId, mandatory: true };
    channel.publish(exchange, '', waiting[0], properties);
    await channel.waitForConfirms();
    if (returned.has(eventId)) throw new Unroutable();
    console.log('confirmed', eventId);
    waiting.shift();
  }
}

while (waiting.length) {
  try {
    const connection = await amqp.connect(url);
    connection.on('error', () => {}); // what was on its way rejects
    const channel = await connection.createConfirmChannel();
    channel.on('error', (error) => console.error(error.message));
    await publishAll(channel);
    await connection.close();
  } catch (error) {
    if (error instanceof Unroutable) {
      console.error(`No queue is bound to ${exchange}: has the service run with this broker?`);
      process.exit(1);
    }
    // What was not confirmed goes again, with the eventId that it had.
    console.error('not confirmed, once more:', error.message);
    await wait(1000);
  }
}
