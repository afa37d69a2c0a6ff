// Command badHelperPackage ends before a goroutine that another package forked.
package main

import "api/go/badHelperPackage/helper"

// A fork that needs two packages to be seen: the helper's fact tells of it.
func main() {
	helper.Start() // want `unjoined`
}
