// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {FeeDistributor} from "../../src/FeeDistributor.sol";
import {PaymentToken} from "../../src/PaymentToken.sol";
import {Settlement} from "../../src/types/Settlement.sol";
import {MerkleTree} from "../support/MerkleTree.sol";

/// @dev Posts epochs, some of which promise more than they pay in, cancels, claims in any order and again, and takes back.
contract SettlingHandler is MerkleTree {
    uint256 public constant EPOCHS = 6;
    address[4] public accounts = [address(0x81), address(0x82), address(0x83), address(0x84)];
    address[2] public settlers = [address(0x91), address(0x92)];

    mapping(uint256 epoch => uint256 amount) public deposited;
    mapping(uint256 epoch => uint256 amount) public claimedOf;
    mapping(uint256 epoch => mapping(address account => uint256 times)) public timesPaid;
    mapping(address account => uint256 amount) public earned;
    mapping(address settler => uint256 amount) public paidIn;
    mapping(address settler => uint256 amount) public takenBack;

    PaymentToken private _token;
    FeeDistributor private _distributor;
    mapping(uint256 epoch => uint256) private _seed;
    uint256 private _time = 1_000;

    constructor(PaymentToken token) {
        _token = token;
        _distributor = new FeeDistributor(token, address(this), settlers[0], 100);
        vm.warp(_time);
    }

    function distributor() external view returns (FeeDistributor) {
        return _distributor;
    }

    function post(uint256 epoch, uint256 seed, uint256 short) external {
        epoch = epoch % EPOCHS;
        if (_distributor.settlementOf(epoch).root != 0) return;
        vm.warp(_time);
        _seed[epoch] = seed;
        (bytes32[] memory nodes, uint256 sum) = _earnings(epoch);
        uint256 total = 1 + (short % 3 == 0 ? sum / 2 : sum);
        address settler = _distributor.settler();
        _token.mint(settler, total);
        vm.startPrank(settler);
        _token.approve(address(_distributor), total);
        _distributor.post(epoch, nodes[0], total);
        vm.stopPrank();
        deposited[epoch] = total;
        paidIn[settler] += total;
    }

    function cancel(uint256 epoch) external {
        epoch = epoch % EPOCHS;
        Settlement memory settlement = _distributor.settlementOf(epoch);
        if (settlement.root == 0 || _time >= settlement.claimableFrom) return;
        vm.warp(_time);
        _distributor.cancel(epoch);
        deposited[epoch] = 0;
    }

    function claim(uint256 epoch, uint256 who) external {
        epoch = epoch % EPOCHS;
        address account = accounts[who % 4];
        Settlement memory settlement = _distributor.settlementOf(epoch);
        if (settlement.root == 0) return;
        if (_time < settlement.claimableFrom) _time = settlement.claimableFrom;
        vm.warp(_time);
        (bytes32[] memory nodes,) = _earnings(epoch);
        uint256 amount = _amount(epoch, who % 4);
        bytes32 leaf = _leaf(block.chainid, address(_distributor), epoch, account, amount);
        try _distributor.claim(epoch, account, amount, _proof(nodes, leaf)) {
            timesPaid[epoch][account]++;
            claimedOf[epoch] += amount;
            earned[account] += amount;
        } catch {
            assertTrue(
                timesPaid[epoch][account] > 0 || claimedOf[epoch] + amount > deposited[epoch],
                "a claim fails where it was paid, or the deposit is spent"
            );
        }
    }

    function takeBack(uint256 who) external {
        address settler = settlers[who % 2];
        if (_distributor.refundOf(settler) == 0) return;
        vm.prank(settler);
        takenBack[settler] += _distributor.takeBack();
    }

    function replaceSettler(uint256 who) external {
        _distributor.replaceSettler(settlers[who % 2]);
    }

    function pass(uint256 time) external {
        _time += time % 60;
    }

    function _earnings(uint256 epoch) private view returns (bytes32[] memory nodes, uint256 sum) {
        bytes32[] memory leaves = new bytes32[](4);
        for (uint256 i = 0; i < 4; i++) {
            leaves[i] = _leaf(block.chainid, address(_distributor), epoch, accounts[i], _amount(epoch, i));
            sum += _amount(epoch, i);
        }
        nodes = _tree(leaves);
    }

    function _amount(uint256 epoch, uint256 i) private view returns (uint256) {
        return uint256(keccak256(abi.encode(_seed[epoch], epoch, i))) % 1_000;
    }
}

contract FeeDistributorInvariantTest is MerkleTree {
    PaymentToken private token = new PaymentToken();
    SettlingHandler private handler = new SettlingHandler(token);
    FeeDistributor private distributor = handler.distributor();

    function setUp() public {
        token.transferOwnership(address(handler));
    }

    /// @dev Forge asks for this by name: nothing else is called between the checks.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_NobodyIsPaidTwiceForAnEpoch() public view {
        for (uint256 epoch = 0; epoch < handler.EPOCHS(); epoch++) {
            for (uint256 i = 0; i < 4; i++) {
                uint256 times = handler.timesPaid(epoch, handler.accounts(i));
                assertTrue(times <= 1, "paid twice");
                assertTrue(distributor.isClaimed(epoch, handler.accounts(i)) == (times == 1), "the bit says so");
            }
        }
    }

    function invariant_ClaimsOfAnEpochNeverExceedItsDeposit() public view {
        for (uint256 epoch = 0; epoch < handler.EPOCHS(); epoch++) {
            assertTrue(handler.claimedOf(epoch) <= handler.deposited(epoch), "more than was deposited");
            assertEq(distributor.settlementOf(epoch).unclaimed, handler.deposited(epoch) - handler.claimedOf(epoch));
        }
    }

    function invariant_TokensGoToWhoEarnedOrDepositedAlone() public view {
        for (uint256 i = 0; i < 4; i++) {
            assertEq(token.balanceOf(handler.accounts(i)), handler.earned(handler.accounts(i)));
        }
        for (uint256 i = 0; i < 2; i++) {
            address settler = handler.settlers(i);
            assertEq(token.balanceOf(settler), handler.takenBack(settler));
            assertTrue(handler.takenBack(settler) <= handler.paidIn(settler), "more than was paid in");
        }
    }

    function invariant_TheDistributorHoldsWhatItOwes() public view {
        uint256 owed = distributor.refundOf(handler.settlers(0)) + distributor.refundOf(handler.settlers(1));
        for (uint256 epoch = 0; epoch < handler.EPOCHS(); epoch++) {
            owed += distributor.settlementOf(epoch).unclaimed;
        }
        assertEq(token.balanceOf(address(distributor)), owed);
    }
}
