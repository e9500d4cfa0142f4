// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IStakeVault} from "../../src/interfaces/IStakeVault.sol";

/// @title A token that stakes itself, and withdraws again while the vault is paying it out.
contract CallingToken is ERC20 {
    bool public secondWithdrawalFailed;

    IStakeVault private _vault;
    bool private _paying;

    constructor() ERC20("Calling", "CALL") {}

    function callBack(IStakeVault vault) external {
        _vault = vault;
    }

    function stakeAndAskBack(uint256 amount) external {
        _mint(address(this), amount);
        _approve(address(this), address(_vault), amount);
        _vault.stake(amount);
        _vault.requestUnstake(amount);
    }

    function withdraw() external returns (uint256) {
        _paying = true;
        return _vault.withdraw();
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_paying) {
            _paying = false;
            try _vault.withdraw() {}
            catch {
                secondWithdrawalFailed = true;
            }
        }
        super._update(from, to, amount);
    }
}
