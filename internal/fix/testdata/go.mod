module example.com/fixes

go 1.25.0
