// Command fnHelperPackage ends before a goroutine that another package forked.
package main

import "api/go/fnHelperPackage/helper"

// A fork that needs two packages to be seen: nothing of the helper is known
// here but its type.
func main() {
	helper.Start()
}
