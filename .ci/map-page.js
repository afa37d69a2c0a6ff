// The part of .ci/map-page that speaks to Chromium.
//   node map-page.js PAGE [DIRECTORY FOR PICTURES]
"use strict"
const assert = require("node:assert")
const fs = require("node:fs")
const path = require("node:path")
const { pathToFileURL } = require("node:url")
const { chromium } = require("playwright-core")

const [page, shots] = process.argv.slice(2)
const url = pathToFileURL(path.resolve(page)).href

// The program of .ci/map-page: in each of its packages 20 forks.
const packages = 50
const want = { missing: 1, owned: 1, joined: 18, race: 3 }
const forks = 20 * packages

// quick is what typing a letter may take until the page has followed.
const quick = 250 // ms

const visible = p => p.locator("ul.forks > li").evaluateAll(
	all => all.filter(li => li.checkVisibility({ contentVisibilityAuto: false })).length)

async function look(browser, { width, height, colorScheme }) {
	const context = await browser.newContext({ viewport: { width, height }, colorScheme })
	const p = await context.newPage()
	const complaints = []
	p.on("pageerror", e => complaints.push(String(e)))
	p.on("console", m => m.type() === "error" && complaints.push(m.text()))
	p.on("request", r => r.url().startsWith("file:") || complaints.push("asks for " + r.url()))
	await p.goto(url)
	const picture = async name => shots && p.screenshot({ path: path.join(shots, `${width}-${colorScheme}-${name}.png`) })
	await picture("all")

	const sum = s => p.locator("#summary").textContent().then(text => assert.match(text, s))
	assert.equal(await visible(p), forks)
	await sum(/^1000 forks in /)
	assert.ok(await p.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: the page is wider than the window`)

	// Each verdict's button, alone and with another one.
	for (const [verdict, n] of Object.entries(want)) {
		const button = p.locator(`button[data-verdict=${verdict}]`)
		assert.match(await button.textContent(), new RegExp(`^${verdict} ${n * packages}$`))
		await button.click()
		assert.equal(await visible(p), n * packages, verdict)
		await sum(new RegExp(`^${n * packages} of 1000 forks`))
		if (verdict === "missing") await picture("missing")
		await button.click()
		assert.equal(await visible(p), forks)
	}
	await p.click("button[data-verdict=missing]")
	await p.click("button[data-verdict=race]")
	assert.equal(await visible(p), (want.missing + want.race) * packages)

	// A search within that choice, and without it; all words count.
	await p.keyboard.press("/")
	await p.keyboard.type("races7")
	assert.equal(await visible(p), want.race)
	assert.equal(new URL(p.url()).hash, "#q=races7&verdict=missing%2Crace")
	await picture("search")
	await p.click("button[data-verdict=missing]")
	await p.click("button[data-verdict=race]")
	await p.fill("#search", "LOCKED12 total")
	assert.equal(await visible(p), 15)
	await p.fill("#search", "nothing is called that")
	assert.equal(await visible(p), 0)
	assert.ok(await p.locator("#nothing").isVisible())
	await p.focus("#search")
	await p.keyboard.press("Escape")
	assert.equal(await visible(p), forks)

	// The address keeps the choice.
	const other = await context.newPage()
	await other.goto(url + "#verdict=owned&q=p3/")
	assert.equal(await visible(other), want.owned)

	// How long the page takes to follow a letter, its layout included.
	const usual = await p.evaluate(() => {
		const search = document.getElementById("search")
		const took = []
		for (const q of ["l", "lo", "locked1", "wg", "race", ""]) {
			const start = performance.now()
			search.value = q
			search.dispatchEvent(new Event("input"))
			document.body.offsetHeight
			took.push(performance.now() - start)
		}
		return took.sort((a, b) => a - b)[took.length >> 1]
	})
	assert.ok(usual < quick, `the page takes ${usual} ms to follow a letter`)

	// The theme button goes round, and light differs from dark.
	const paper = () => p.evaluate(() => getComputedStyle(document.body).backgroundColor)
	const seen = []
	for (let i = 0; i < 3; i++) {
		seen.push(await paper())
		await p.click("#theme")
	}
	assert.equal(new Set(seen).size, 2, String(seen))
	assert.deepEqual(complaints, [])
	await context.close()
	console.log(`ok: ${width}x${height}, ${colorScheme}; a letter takes ${usual.toFixed(0)} ms`)
}

async function main() {
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM,
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync"],
	})
	try {
		for (const [width, height] of [[390, 844], [1280, 900], [2200, 1200]]) {
			for (const colorScheme of ["light", "dark"]) await look(browser, { width, height, colorScheme })
		}
	} finally {
		await browser.close()
	}
	console.log(`ok: ${fs.statSync(page).size} bytes for ${forks} forks`)
}

main().catch(e => {
	console.error(e)
	process.exit(1)
})
