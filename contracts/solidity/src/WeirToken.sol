// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title The token of test chains: its owner makes as much of it as is needed.
/// @notice 18 decimals. A gateway on a public chain names a token that exists there instead.
contract WeirToken is ERC20, ERC20Permit, Ownable {
    constructor() ERC20("Weir", "WEIR") ERC20Permit("Weir") Ownable(msg.sender) {}

    /// @notice Makes tokens; only the owner can.
    /// @param to Who gets them.
    /// @param amount In base units, of which 10^18 are one token.
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }
}
