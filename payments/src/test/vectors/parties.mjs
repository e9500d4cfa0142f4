// Who pays whom with what, for record.mjs. The key is one of anvil's public test mnemonic; it holds nothing anywhere.
export const chainId = 31337;
export const asset = {
  address: '0x5FbDB2315678afecb367f032d93F642f64180aa3', decimals: 6, symbol: 'USD', name: 'Weir Dollar', version: '1',
};
export const payee = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
export const payerKey = '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a';
export const realm = 'gateway.example';
export const secretKey = 'this key binds challenges in tests, nowhere else';
