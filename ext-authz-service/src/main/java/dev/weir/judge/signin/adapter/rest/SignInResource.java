package dev.weir.judge.signin.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.judge.signin.ChallengeAnswer;
import dev.weir.judge.signin.Refused;
import dev.weir.judge.signin.SessionAnswer;
import dev.weir.judge.signin.Sessions;
import dev.weir.judge.signin.SignIn;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.DenyReason;
import dev.weir.model.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** {@code /auth/}: challenges and sessions. The page beside it is in {@code META-INF/resources/auth}; headers for all stand in application.properties. */
@Path("/auth")
@RunOnVirtualThread
public class SignInResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEARER = "Bearer ";

    private final SignIn signIn;
    private final Sessions sessions;

    @Inject
    public SignInResource(SignIn signIn, Sessions sessions) {
        this.signIn = signIn;
        this.sessions = sessions;
    }

    /**
     * {@code /auth} without the slash: to the page, which is a static resource. Relative, as only the browser knows under which
     * name it came here.
     */
    @GET
    public Response page() {
        return Response.status(Response.Status.SEE_OTHER)
                .header("Location", "/auth/")
                .build();
    }

    @GET
    @Path("/challenge")
    public Response challenge(
            @QueryParam("account") @DefaultValue("") String account,
            @HeaderParam("Host") @DefaultValue("") String host) {
        return switch (signIn.challenge(account, host)) {
            case ChallengeAnswer.Issued issued -> answer(200, Map.of("message", issued.message()));
            case Refused refused -> problem(refused);
        };
    }

    @POST
    @Path("/session")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response open(String body) {
        var wish = read(body);
        if (!wish.path("message").isTextual() || !wish.path("signature").isTextual()) {
            return problem(new Refused(
                    DenyReason.MESSAGE_MALFORMED, "Send {\"message\": …, \"signature\": \"0x…\"}, both as strings."));
        }
        return switch (signIn.session(
                wish.get("message").asText(), wish.get("signature").asText())) {
            case SessionAnswer.Opened opened ->
                answer(
                        200,
                        Map.of(
                                "token",
                                opened.token(),
                                "expiresAt",
                                opened.expiresAt().toString()));
            case Refused refused -> problem(refused);
        };
    }

    /** Signs out. */
    @DELETE
    @Path("/session")
    public Response close(@HeaderParam("Authorization") @DefaultValue("") String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return problem(
                    new Refused(DenyReason.CREDENTIALS_MISSING, "Send the session to end as Authorization: Bearer."));
        }
        var token = authorization.substring(BEARER.length()).strip();
        try {
            signIn.signOut(token);
            sessions.forget(token);
            return Response.noContent().build();
        } catch (StoreUnavailable e) {
            return problem(new Refused(
                    DenyReason.STATE_UNAVAILABLE, "The session could not be ended. Try again in a moment."));
        }
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static Response problem(Refused refused) {
        return SignInRefusals.of(Problem.of(refused.reason(), refused.detail()));
    }

    private static Response answer(int status, Map<String, String> members) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(text(members))
                .build();
    }

    private static String text(Map<String, ?> members) {
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers are JSON", e);
        }
    }
}
