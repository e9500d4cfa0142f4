// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {IFeeDistributor} from "./interfaces/IFeeDistributor.sol";
import {Earnings} from "./libraries/Earnings.sol";
import {Settlement} from "./types/Settlement.sol";

/// @title The distributor of fees in one token.
/// @dev The token is chosen at deployment and trusted to move exactly the amounts that it is told to. What an account has
/// claimed is kept as a bit per epoch, 256 epochs to a word: whoever claims epoch by epoch pays for a new word once.
/// Several claims go into one transaction by `multicall`; one that fails, as somebody else was faster, undoes them all.
contract FeeDistributor is IFeeDistributor, Multicall {
    using SafeERC20 for IERC20;
    using BitMaps for BitMaps.BitMap;

    /// @inheritdoc IFeeDistributor
    IERC20 public immutable override token;
    /// @inheritdoc IFeeDistributor
    address public immutable override governance;
    /// @inheritdoc IFeeDistributor
    uint256 public immutable override challengeWindow;
    /// @inheritdoc IFeeDistributor
    address public override settler;
    /// @inheritdoc IFeeDistributor
    mapping(address poster => uint256 amount) public override refundOf;

    mapping(uint256 epoch => Settlement) private _settlements;
    mapping(address account => BitMaps.BitMap) private _claimed;

    modifier onlyGovernance() {
        if (msg.sender != governance) revert FeeDistributor_NotGovernance(msg.sender, governance);
        _;
    }

    /// @param token_ What earnings are paid in.
    /// @param governance_ Who can cancel, and name the settler.
    /// @param settler_ Who posts at first.
    /// @param challengeWindow_ How long an epoch can be cancelled after it was posted, in seconds.
    constructor(IERC20 token_, address governance_, address settler_, uint256 challengeWindow_) {
        token = token_;
        governance = governance_;
        settler = settler_;
        challengeWindow = challengeWindow_;
    }

    /// @inheritdoc IFeeDistributor
    function post(uint256 epoch, bytes32 root, uint256 total) external override {
        // checks
        if (msg.sender != settler) revert FeeDistributor_NotSettler(msg.sender, settler);
        if (root == 0 || total == 0) revert FeeDistributor_NothingToPost(root, total);
        bytes32 standing = _settlements[epoch].root;
        if (standing != 0) revert FeeDistributor_AlreadyPosted(epoch, standing);

        // effects
        uint96 deposit = SafeCast.toUint96(total);
        uint64 claimableFrom = SafeCast.toUint64(block.timestamp + challengeWindow);
        _settlements[epoch] = Settlement(root, deposit, deposit, claimableFrom, msg.sender);
        emit Posted(epoch, root, total, claimableFrom);

        // interactions
        token.safeTransferFrom(msg.sender, address(this), total);
    }

    /// @inheritdoc IFeeDistributor
    function cancel(uint256 epoch) external override onlyGovernance {
        // checks
        Settlement memory settlement = _settlements[epoch];
        if (settlement.root == 0) revert FeeDistributor_NotPosted(epoch);
        // forge-lint: disable-next-line(block-timestamp) a block maker moves it by seconds, a window lasts longer
        if (block.timestamp >= settlement.claimableFrom) {
            revert FeeDistributor_WindowOver(settlement.claimableFrom, block.timestamp);
        }

        // effects
        delete _settlements[epoch];
        refundOf[settlement.poster] += settlement.total;
        emit Cancelled(epoch, settlement.poster, settlement.total);
    }

    /// @inheritdoc IFeeDistributor
    function takeBack() external override returns (uint256 amount) {
        // checks
        amount = refundOf[msg.sender];
        if (amount == 0) revert FeeDistributor_NothingToTakeBack(msg.sender);

        // effects
        delete refundOf[msg.sender];
        emit TakenBack(msg.sender, amount);

        // interactions
        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IFeeDistributor
    function replaceSettler(address successor) external override onlyGovernance {
        emit SettlerReplaced(settler, successor);
        settler = successor;
    }

    /// @inheritdoc IFeeDistributor
    function claim(uint256 epoch, address account, uint256 amount, bytes32[] calldata proof) external override {
        // checks
        Settlement storage settlement = _settlements[epoch];
        bytes32 root = settlement.root;
        uint96 unclaimed = settlement.unclaimed;
        uint64 claimableFrom = settlement.claimableFrom;
        if (root == 0) revert FeeDistributor_NotPosted(epoch);
        // forge-lint: disable-next-line(block-timestamp) a block maker moves it by seconds, a window lasts longer
        if (block.timestamp < claimableFrom) revert FeeDistributor_WindowOpen(claimableFrom, block.timestamp);
        if (_claimed[account].get(epoch)) revert FeeDistributor_AlreadyClaimed(epoch, account);
        if (!MerkleProof.verifyCalldata(proof, root, Earnings.leaf(address(this), epoch, account, amount))) {
            revert FeeDistributor_NotEarned(epoch, account, amount);
        }
        if (amount > unclaimed) revert FeeDistributor_DepositSpent(epoch, unclaimed, amount);

        // effects
        _claimed[account].set(epoch);
        // forge-lint: disable-next-line(unsafe-typecast) the amount is at most what is unclaimed
        settlement.unclaimed = unclaimed - uint96(amount);
        emit Claimed(epoch, account, amount);

        // interactions
        token.safeTransfer(account, amount);
    }

    /// @inheritdoc IFeeDistributor
    function settlementOf(uint256 epoch) external view override returns (Settlement memory) {
        return _settlements[epoch];
    }

    /// @inheritdoc IFeeDistributor
    function isClaimed(uint256 epoch, address account) external view override returns (bool) {
        return _claimed[account].get(epoch);
    }
}
