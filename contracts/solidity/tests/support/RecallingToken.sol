// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that, while it is moved, makes a call once, and remembers how that ended.
contract RecallingToken is ERC20 {
    bool public called;
    bool public failed;

    address private _target;
    bytes private _call;

    constructor() ERC20("Recalling", "RECALL") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function callBack(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_target != address(0)) {
            address target = _target;
            _target = address(0);
            (bool done,) = target.call(_call);
            called = true;
            failed = !done;
        }
        super._update(from, to, amount);
    }
}
