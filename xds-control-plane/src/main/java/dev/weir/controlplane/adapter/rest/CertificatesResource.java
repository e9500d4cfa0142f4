package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.adapter.file.EdgeCertificates;
import dev.weir.controlplane.view.CertificateView;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The edge's certificates: until when each is in force, and why what stands in its files is not. */
@Path("/api/v1/certificates")
@Produces(MediaType.APPLICATION_JSON)
public class CertificatesResource {
    private final EdgeCertificates certificates;

    @Inject
    public CertificatesResource(EdgeCertificates certificates) {
        this.certificates = certificates;
    }

    @GET
    public List<CertificateView> all() {
        return certificates.view();
    }
}
