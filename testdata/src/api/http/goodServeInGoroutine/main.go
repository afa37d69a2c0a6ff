// Command goodServeInGoroutine has a second server for its metrics, which
// lives as long as the first.
package main

import (
	"fmt"
	"net/http"
)

func main() {
	go http.ListenAndServe("localhost:9090", nil)
	fmt.Println(http.ListenAndServe("localhost:8080", nil))
}
