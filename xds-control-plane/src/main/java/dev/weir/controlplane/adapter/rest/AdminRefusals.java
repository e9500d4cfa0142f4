package dev.weir.controlplane.adapter.rest;

import dev.weir.model.Problem;
import jakarta.ws.rs.core.Response;

/** AdminRefusals over HTTP, in the shape of all the gateway's. */
final class AdminRefusals {
    private AdminRefusals() {}

    static Response response(int status, String code, String title, String detail) {
        var problem = Problem.of(status, code, title, detail);
        var response = Response.status(status).type(Problem.MEDIA_TYPE).entity(problem.toJson());
        problem.headers().forEach(response::header);
        return response.build();
    }
}
