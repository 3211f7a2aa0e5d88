package io.kalends.worker.vault;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.springframework.beans.BeansException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// The command `reseal`: brings everything under the primary master key and says which older keys can go. It reads the
/// worker's own settings.
public final class Reseal {

    private static final int NOTHING_LEFT = 0;
    private static final int SOMETHING_LEFT = 1;
    private static final int NOT_UNDERSTOOD = 2;

    private static final String HELP = """
            usage: ./kalends reseal [--PROPERTY=VALUE ...]

            Wraps with the primary key of the master keyset what older keys have wrapped, and says which of them are no
            longer needed. Safe beside workers that run with the same keyset; can be stopped and repeated.

              SPRING_DATASOURCE_URL, _USERNAME, _PASSWORD   the worker's database
              KALENDS_KEYSET_FILE, ENCRYPTION_KEY           the master keyset, as the worker has it

            Ends with 0 when nothing is left under an older key, with 1 when something is or nothing could be done,
            with 2 when the settings make no sense.
            """;

    private Reseal() {}

    /// What goes wrong is told by the command, once, and not by the framework.
    public static void main(String[] args) {
        var quiet = Stream.concat(Stream.of("--logging.level.root=off"), Arrays.stream(args));
        System.exit(run(quiet.toArray(String[]::new), System.out, System.err));
    }

    /// Runs the command.
    ///
    /// @param args settings of the worker as `--property=value`; they go before the environment
    /// @return what the process ends with
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (Arrays.asList(args).contains("--help") || Arrays.asList(args).contains("-h")) {
            out.print(HELP);
            return NOTHING_LEFT;
        }
        try (var settings = settings(args)) {
            var master = MasterKeyset.of(settings.getBean(VaultSettings.class));
            return reseal(settings.getBean(DataSource.class), master, out) ? NOTHING_LEFT : SOMETHING_LEFT;
        } catch (IllegalArgumentException e) {
            return notUnderstood(String.valueOf(e.getMessage()), err);
        } catch (BeansException e) {
            return notUnderstood(cause(e), err);
        } catch (DataAccessException | TransactionException | IllegalStateException e) {
            err.println("kalends reseal: " + cause(e));
            return SOMETHING_LEFT;
        }
    }

    private static boolean reseal(DataSource source, MasterKeyset master, PrintStream out) {
        var jdbc = JdbcClient.create(source);
        var keys = new KeysAtHand(jdbc, master);
        keys.check();
        var report = new ResealReport(out, master);
        report.begin(keys.uses());
        new Resealing(jdbc, new TransactionTemplate(new JdbcTransactionManager(source)), master).run(report::on);
        return report.end(keys.uses());
    }

    /// The worker's settings without the worker.
    private static ConfigurableApplicationContext settings(String[] args) {
        for (var arg : args) {
            if (!arg.matches("--[^=]+=.*")) {
                throw new IllegalArgumentException("there is no option '" + arg + "'");
            }
        }
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .properties("spring.config.name=sync-worker")
                .run(Stream.concat(Stream.of("--spring.datasource.hikari.maximum-pool-size=1"), Arrays.stream(args))
                        .toArray(String[]::new));
    }

    private static int notUnderstood(String what, PrintStream err) {
        err.println("kalends reseal: " + what);
        err.print(HELP);
        return NOT_UNDERSTOOD;
    }

    /// What the database said, else what lies deepest.
    private static String cause(Exception e) {
        var said = NestedExceptionUtils.getMostSpecificCause(e);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            said = cause instanceof SQLException ? cause : said;
        }
        return String.valueOf(said.getMessage());
    }

    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    @EnableConfigurationProperties(VaultSettings.class)
    static class Settings {}
}
