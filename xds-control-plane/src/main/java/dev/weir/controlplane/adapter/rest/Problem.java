package dev.weir.controlplane.adapter.rest;

import jakarta.ws.rs.core.Response;

/** A refusal as RFC 9457 problem details. */
record Problem(String type, String title, int status, String detail, String code) {
    static Response response(int status, String code, String title, String detail) {
        return Response.status(status)
                .type("application/problem+json")
                .entity(new Problem("urn:weir:problem:" + code, title, status, detail, code))
                .build();
    }
}
