import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Prints each result once: java Subscribe.java my-queue */
public class Subscribe {
    private static final String URL =
        System.getenv().getOrDefault("AMQP_URL", "amqp://guest:guest@localhost:5672/");

    // A real system has a unique key in its database for this.
    private static final Set<String> seen = ConcurrentHashMap.newKeySet();

    public static void main(String[] args) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(URL);
        factory.setNetworkRecoveryInterval(1000); // a lost connection comes back with its queue and consumer
        Channel channel = connect(factory);
        String queue = args[0];
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        for (String exchange : new String[] {"fulfillment-succeeded", "fulfillment-failed"}) {
            channel.queueBind(queue, exchange, "");
        }
        channel.basicQos(100);
        channel.basicConsume(queue, false, (tag, delivery) -> {
            handle(delivery.getEnvelope().getExchange(), read(delivery));
            channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
        }, tag -> System.exit(1)); // the queue was deleted
    }

    /** The client recovers connections that it once had; the first one is ours to wait for. */
    private static Channel connect(ConnectionFactory factory) throws Exception {
        while (true) {
            try {
                return factory.newConnection().createChannel();
            } catch (IOException e) {
                System.err.println("connects again: " + e);
                Thread.sleep(1000);
            }
        }
    }

    /** The content type tells the envelope from the plain result; a failure has a field "message" of its own. */
    private static JsonObject read(Delivery delivery) {
        JsonObject message =
            JsonParser.parseString(new String(delivery.getBody(), StandardCharsets.UTF_8)).getAsJsonObject();
        return "application/vnd.masstransit+json".equals(delivery.getProperties().getContentType())
            ? message.getAsJsonObject("message")
            : message;
    }

    private static void handle(String exchange, JsonObject result) {
        if (seen.contains(text(result, "eventId"))) {
            return;
        }
        String order = text(result, "orderEventId") + " " + text(result, "orderNo");
        System.out.println(exchange.equals("fulfillment-succeeded")
            ? "succeeded " + order
            : "failed " + order + " " + text(result, "reason"));
        seen.add(text(result, "eventId"));
    }

    private static String text(JsonObject result, String field) {
        return result.get(field).getAsString();
    }
}
