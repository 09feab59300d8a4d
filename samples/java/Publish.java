import com.google.gson.JsonParser;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** Publishes order events: java Publish.java order-shipped event.json ... */
public class Publish {
    private static final String URL =
        System.getenv().getOrDefault("AMQP_URL", "amqp://guest:guest@localhost:5672/");

    public static void main(String[] args) throws Exception {
        Deque<Path> waiting = new ArrayDeque<>(Arrays.stream(args).skip(1).map(Path::of).toList());
        var factory = new ConnectionFactory();
        factory.setUri(URL);
        factory.setAutomaticRecoveryEnabled(false); // the loop below knows what was not confirmed
        while (!waiting.isEmpty()) {
            try (Connection connection = factory.newConnection()) {
                publishAll(connection.createChannel(), args[0], waiting);
            } catch (IOException | TimeoutException | com.rabbitmq.client.ShutdownSignalException e) {
                // What was not confirmed goes again, with the eventId that it had.
                System.err.println("not confirmed, once more: " + e);
                Thread.sleep(1000);
            }
        }
    }

    /** Publishes what waits, one after the other, each until the broker has it. */
    private static void publishAll(Channel channel, String exchange, Deque<Path> waiting) throws Exception {
        Set<String> returned = ConcurrentHashMap.newKeySet();
        channel.addReturnListener(message -> returned.add(message.getProperties().getMessageId()));
        channel.confirmSelect();
        while (!waiting.isEmpty()) {
            byte[] body = Files.readAllBytes(waiting.peek());
            String eventId =
                JsonParser.parseString(new String(body, "UTF-8")).getAsJsonObject().get("eventId").getAsString();
            var properties = new BasicProperties.Builder()
                .contentType("application/json").deliveryMode(2).messageId(eventId).build();
            channel.basicPublish(exchange, "", true, properties, body);
            channel.waitForConfirmsOrDie(30_000);
            if (returned.contains(eventId)) {
                System.err.println("No queue is bound to " + exchange + ": has the service run with this broker?");
                System.exit(1);
            }
            System.out.println("confirmed " + eventId);
            waiting.remove();
        }
    }
}
