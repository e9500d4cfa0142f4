package dev.weir.judge.signin.adapter.rest;

import dev.weir.model.DenyReason;
import dev.weir.model.Problem;
import dev.weir.model.Remedy;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** What HTTP itself refuses below {@code /auth/}, in the words of all other refusals, and without a line in the log: it is the client's fault. */
@Provider
public class SignInRefusals implements ExceptionMapper<WebApplicationException> {
    private static final long LONGEST_BODY = 16 << 10;

    private final UriInfo asked;

    @Inject
    public SignInRefusals(UriInfo asked) {
        this.asked = asked;
    }

    @Override
    public Response toResponse(WebApplicationException refused) {
        var said = refused.getResponse();
        return switch (said.getStatus()) {
            case 404 -> of(unknown());
            case 405 ->
                of(Problem.of(
                        DenyReason.HTTP_METHOD_NOT_ALLOWED,
                        "The field Allow names the methods that are.",
                        new Remedy.Ask(allowed())));
            case 415 -> of(Problem.of(DenyReason.CONTENT_TYPE_UNKNOWN, "Send application/json."));
            case 413 -> of(tooLarge());
            default ->
                said.getStatus() < 500
                        ? of(Problem.of(DenyReason.REQUEST_MALFORMED, "This is not what the resource takes."))
                        : said;
        };
    }

    private String allowed() {
        return asked.getPath().endsWith("/session") ? "POST, DELETE" : "GET, HEAD";
    }

    static Response of(Problem problem) {
        var response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.toJson());
        problem.headers().forEach(response::header);
        return response.build();
    }

    /** Files and bodies are the server's before they are a resource's. */
    void own(@Observes Router router) {
        router.route("/auth/*").order(Integer.MIN_VALUE).handler(SignInRefusals::bounded);
        router.route("/auth/*").last().handler(at -> end(at, unknown()));
    }

    /** By the length that the client names; the server's own limit, which answers without words, ends the others. */
    private static void bounded(RoutingContext at) {
        var length = at.request().getHeader("content-length");
        if (length != null && (length.length() > 9 || Long.parseLong(length) > LONGEST_BODY)) {
            at.response().putHeader("connection", "close");
            end(at, tooLarge());
        } else {
            at.next();
        }
    }

    private static void end(RoutingContext at, Problem problem) {
        at.response()
                .setStatusCode(problem.status())
                .putHeader("content-type", Problem.MEDIA_TYPE)
                .end(problem.toJson());
    }

    private static Problem unknown() {
        return Problem.of(DenyReason.RESOURCE_UNKNOWN, "See /auth/, /auth/challenge and /auth/session.");
    }

    private static Problem tooLarge() {
        return Problem.of(
                DenyReason.REQUEST_TOO_LARGE, "The limit is " + LONGEST_BODY + " bytes for what is sent to /auth/.");
    }
}
