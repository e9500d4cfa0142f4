// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title The one rule for names: those of DNS labels (RFC 1123) in lower case.
/// @notice Names travel into metrics, URLs and Envoy's resource names, so that the contract keeps out what would have to
/// be escaped there. Weir's Java model checks the same rule.
library Names {
    /// @notice The longest name, in bytes.
    uint256 internal constant MAX_LENGTH = 63;

    /// @param name The text that is not a name.
    error Names_Illegal(string name);

    /// @notice Reverts unless the text is 1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit.
    function check(string calldata name) internal pure {
        bytes calldata text = bytes(name);
        uint256 length = text.length;
        if (length == 0 || length > MAX_LENGTH || text[0] == "-" || text[length - 1] == "-") {
            revert Names_Illegal(name);
        }
        for (uint256 i = 0; i < length; i++) {
            if (!_isLegal(text[i])) revert Names_Illegal(name);
        }
    }

    function _isLegal(bytes1 c) private pure returns (bool) {
        return (c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "-";
    }
}
