// node consumer.mjs <vendor> <broker> <vendor address>: takes order events, calls the vendor, publishes the results.
import { randomUUID } from 'node:crypto';
import { hostname, release } from 'node:os';
import amqp from 'amqplib';
import { open } from './vendors.mjs';

const callsInFlight = 4;
const timeLimit = 1000;
const exchange = 'fulfillment-succeeded';
const [name, broker, address] = process.argv.slice(2);
const vendor = open(name, address, callsInFlight);
const queue = `fulfillment-${name}`;

// A connection to consume and one to publish, so that neither waits behind the other.
const consuming = await (await amqp.connect(broker)).createChannel();
const publishing = await (await amqp.connect(broker)).createConfirmChannel();
await consuming.prefetch(Math.max(2000, vendor.limit * callsInFlight * 3));

const waiting = [];
const done = new Map();
let [calling, acknowledged] = [0, 0];

const host = {
  machineName: hostname(), processName: 'node', processId: process.pid, assembly: 'consumer', assemblyVersion: '1.0.0.0',
  frameworkVersion: process.versions.node, massTransitVersion: '8.5.12.0', operatingSystemVersion: `Unix ${release()}`,
};

const envelopeOf = (order, vendorRequestId, now) => {
  const messageId = randomUUID();
  return {
    messageId,
    correlationId: order.eventId,
    conversationId: randomUUID(),
    sourceAddress: 'rabbitmq://127.0.0.1/messaging/baseline',
    destinationAddress: `rabbitmq://127.0.0.1/messaging/${exchange}`,
    messageType: ['urn:message:Messaging.Contracts:FulfillmentSucceeded', 'urn:message:Messaging.Contracts:IFulfillmentResult'],
    message: {
      eventId: messageId,
      orderEventId: order.eventId,
      orderEventType: vendor.eventType,
      orderNo: order.orderNo,
      vendor: name,
      account: 'main',
      attempts: 1,
      vendorRequestId,
      settledAt: now,
    },
    sentTime: now,
    headers: {},
    host,
  };
};

const publish = envelope => new Promise((resolve, reject) => publishing.publish(
  exchange,
  '',
  Buffer.from(JSON.stringify(envelope)),
  {
    persistent: true,
    contentType: 'application/vnd.masstransit+json',
    messageId: envelope.messageId,
    correlationId: envelope.correlationId,
  },
  error => (error ? reject(error) : resolve())));

// Calls are done in any order; one acknowledgement covers all deliveries up to the first call that is not.
const acknowledge = (first, last) => {
  done.set(first, last);
  const before = acknowledged;
  for (let end; (end = done.get(acknowledged + 1)) !== undefined;) {
    done.delete(acknowledged + 1);
    acknowledged = end;
  }
  if (acknowledged > before) consuming.ack({ fields: { deliveryTag: acknowledged } }, true);
};

const callVendor = async deliveries => {
  const orders = deliveries.map(delivery => delivery.order);
  const requestId = await vendor.send(orders);
  calling--;
  sendFullCalls();
  const now = new Date().toISOString();
  await Promise.all(orders.map(order => publish(envelopeOf(order, requestId, now))));
  acknowledge(deliveries[0].tag, deliveries.at(-1).tag);
};

const send = count => {
  calling++;
  callVendor(waiting.splice(0, count));
};

const sendFullCalls = () => {
  while (calling < callsInFlight && waiting.length >= vendor.limit) send(vendor.limit);
};

// A call that is not full goes out when its first order has waited long enough.
setInterval(() => {
  if (calling < callsInFlight && waiting.length > 0 && Date.now() - waiting[0].at >= timeLimit) send(Math.min(waiting.length, vendor.limit));
}, 50);

await consuming.consume(queue, message => {
  waiting.push({ order: JSON.parse(message.content), tag: message.fields.deliveryTag, at: Date.now() });
  sendFullCalls();
});
