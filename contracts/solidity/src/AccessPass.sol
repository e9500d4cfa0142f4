// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IAccessPass} from "./interfaces/IAccessPass.sol";
import {IApiRegistry} from "./interfaces/IApiRegistry.sol";
import {Pass} from "./types/Pass.sol";
import {Terms} from "./types/Terms.sol";

/// @title The access passes of one API registry.
/// @dev The contract holds no money: what a buyer pays goes to the payee at once. Assets are the publishers' choice; one
/// that lies about its transfers harms the publisher who chose it.
contract AccessPass is IAccessPass, ERC721 {
    using SafeERC20 for IERC20;

    uint256 private constant PERIOD = 30 days;

    /// @inheritdoc IAccessPass
    IApiRegistry public immutable override registry;
    /// @inheritdoc IAccessPass
    mapping(uint256 api => mapping(address holder => uint256 id)) public override idOf;

    mapping(uint256 id => Pass) private _passes;
    uint256 private _last;

    /// @param registry_ Where APIs and their prices are.
    constructor(IApiRegistry registry_) ERC721("Weir access pass", "WPASS") {
        registry = registry_;
    }

    /// @inheritdoc IAccessPass
    function buy(uint256 api, address holder, uint256 periods, address asset, uint256 most)
        external
        override
        returns (uint256 id)
    {
        // checks
        if (periods == 0) revert AccessPass_NoPeriods();
        Terms memory terms = registry.termsOf(api);
        if (terms.passPrice == 0) revert AccessPass_NotSold(api);
        if (terms.asset != asset) revert AccessPass_OtherAsset(asset, terms.asset);
        uint256 price = terms.passPrice * periods;
        if (price > most) revert AccessPass_AboveMost(price, most);

        // effects
        id = idOf[api][holder];
        if (id == 0) {
            id = ++_last;
            _passes[id].api = api;
            _mint(holder, id);
        }
        Pass storage pass = _passes[id];
        // forge-lint: disable-next-line(block-timestamp) a block maker moves it by seconds, a pass lasts for days
        uint256 from = pass.until > block.timestamp ? pass.until : block.timestamp;
        uint256 until = from + periods * PERIOD;
        pass.until = until;
        emit Bought(api, holder, id, until, price);

        // interactions
        IERC20(asset).safeTransferFrom(msg.sender, terms.payee, price);
    }

    /// @inheritdoc IAccessPass
    function isValid(uint256 api, address holder, uint256 time) external view override returns (bool) {
        return time < _passes[idOf[api][holder]].until;
    }

    /// @inheritdoc IAccessPass
    function passOf(uint256 id) external view override returns (Pass memory) {
        _requireOwned(id);
        return _passes[id];
    }

    /// @dev Every way that a token comes to somebody leads through here.
    function _update(address to, uint256 id, address auth) internal override returns (address from) {
        uint256 api = _passes[id].api;
        uint256 held = idOf[api][to];
        if (held != 0 && held != id) revert AccessPass_HasOne(api, to, held);
        from = super._update(to, id, auth);
        delete idOf[api][from];
        idOf[api][to] = id;
    }
}
