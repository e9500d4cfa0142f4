package dev.weir.topology;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;

/** A node that is known by its address, not by a URL: of a deployment, or of the registry. */
public record PlacedNode(NodeId name, PoolName pool, EndpointAddress address, TokenAmount price, String region) {}
