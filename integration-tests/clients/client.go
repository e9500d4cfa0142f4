// Three calls with Go's own HTTP client: client <base URL> <token>. Prints for each its name, status, content type and protocol.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

func call(name, method, url, token, body string) {
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	if _, err := io.ReadAll(answer.Body); err != nil {
		panic(err)
	}
	fmt.Println(name, answer.StatusCode, answer.Header.Get("Content-Type"), answer.Proto)
}

func main() {
	base, token := os.Args[1], os.Args[2]
	call("quote", "GET", base+"/quotes/BTC", token, "")
	call("rpc", "POST", base+"/rpc", token, `{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}`)
	call("refused", "GET", base+"/quotes/BTC", "", "")
}
