// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {FeeDistributor} from "../../src/FeeDistributor.sol";
import {PaymentToken} from "../../src/PaymentToken.sol";
import {MerkleTree} from "../support/MerkleTree.sol";

/// @dev What a claim costs where 100,000 accounts earned, beside a transfer of the same token. Each call is a transaction of
/// its own, so that nothing is warm; whoever is paid holds tokens, and has claimed an earlier epoch.
/// forge-config: default.isolate = true
contract FeeDistributorGasTest is MerkleTree {
    uint256 private constant ACCOUNTS = 100_000;
    uint256 private constant DEPTH = 17;
    uint256 private constant BATCH = 25;
    uint256 private constant EARNED = 1_234_567;
    uint256 private constant BOUND = 55_000;

    PaymentToken private token = new PaymentToken();
    FeeDistributor private distributor = new FeeDistributor(token, address(this), address(this), 0);

    /// @dev Claims of epoch 2 by accounts whose leaves lie deepest: the first one has claimed nothing before.
    bytes[] private claims;

    function setUp() public {
        bytes32[] memory leaves = new bytes32[](ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            uint256 end = _memoryEnd();
            leaves[i] = _leaf(block.chainid, address(distributor), 2, _account(i), EARNED);
            _freeMemory(end);
        }
        bytes32[] memory nodes = _tree(leaves);
        token.mint(address(this), ACCOUNTS * EARNED + BATCH);
        token.approve(address(distributor), type(uint256).max);
        distributor.post(2, nodes[0], ACCOUNTS * EARNED);

        bytes32[] memory earlier = new bytes32[](BATCH);
        address[] memory operators = new address[](BATCH);
        for (uint256 i = 0; claims.length <= BATCH; i++) {
            address operator = _account(i);
            bytes32[] memory proof = _proof(nodes, _leaf(block.chainid, address(distributor), 2, operator, EARNED));
            if (proof.length < DEPTH) continue; // the tree is not full: some leaves lie one level higher
            if (claims.length > 0) {
                operators[claims.length - 1] = operator;
                earlier[claims.length - 1] = _leaf(block.chainid, address(distributor), 1, operator, 1);
            }
            claims.push(abi.encodeCall(distributor.claim, (2, operator, EARNED, proof)));
        }
        nodes = _tree(earlier);
        distributor.post(1, nodes[0], BATCH);
        for (uint256 i = 0; i < BATCH; i++) {
            bytes32 leaf = _leaf(block.chainid, address(distributor), 1, operators[i], 1);
            distributor.claim(1, operators[i], 1, _proof(nodes, leaf));
        }
    }

    function test_Claim_OfOneHundredThousand_StaysBelowTheBoundBesideItsTransaction() public {
        bytes memory claim = claims[1];
        _call(claim);
        uint256 gas = vm.snapshotGasLastCall("FeeDistributor", "claim, 100,000 leaves, whole transaction");
        gas -= _ofTheTransaction(claim);
        vm.snapshotValue("FeeDistributor", "claim, 100,000 leaves, beside 21,000 and calldata", gas);
        assertTrue(gas <= BOUND, vm.toString(gas));
    }

    function test_Claim_InABatch_StaysBelowTheBoundWithItsTransaction() public {
        bytes[] memory batch = new bytes[](BATCH);
        for (uint256 i = 0; i < BATCH; i++) {
            batch[i] = claims[i + 1];
        }
        distributor.multicall(batch);
        uint256 gas = vm.snapshotGasLastCall("FeeDistributor", "25 claims, 100,000 leaves, whole transaction");
        assertTrue(gas <= BOUND * BATCH, vm.toString(gas / BATCH));
        assertEq(distributor.settlementOf(2).unclaimed, (ACCOUNTS - BATCH) * EARNED);
    }

    function test_Claim_OfTheFirstEpoch_IsRecorded() public {
        _call(claims[0]);
        vm.snapshotGasLastCall("FeeDistributor", "first claim of a new account, 100,000 leaves, whole transaction");
    }

    function test_Transfer_IsRecordedToCompare() public {
        token.mint(ALICE, 100);
        token.mint(BOB, 100);
        vm.prank(ALICE);
        // forge-lint: disable-next-line(erc20-unchecked-transfer) the token reverts where it does not pay
        token.transfer(BOB, 50);
        vm.snapshotGasLastCall("FeeDistributor", "transfer of PaymentToken, whole transaction");
    }

    function _call(bytes memory claim) private {
        (bool done,) = address(distributor).call(claim);
        assertTrue(done, "paid");
    }

    /// @dev What a transaction costs before anything runs (EIP-2028).
    function _ofTheTransaction(bytes memory data) private pure returns (uint256 gas) {
        gas = 21_000;
        for (uint256 i = 0; i < data.length; i++) {
            gas += data[i] == 0 ? 4 : 16;
        }
    }

    /// @dev Where the memory in use ends; a loop that begins there again does not fill it with what it hashed.
    function _memoryEnd() private pure returns (uint256 end) {
        assembly ("memory-safe") {
            end := mload(0x40)
        }
    }

    function _freeMemory(uint256 end) private pure {
        assembly {
            mstore(0x40, end)
        }
    }

    function _account(uint256 i) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(i)))));
    }
}
