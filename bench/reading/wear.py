"""Wear of papers: what scanners and phones do to a page. Seeded; bytes in, bytes out."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def rastered(pdf: bytes, *, dpi: int) -> list[Picture]:
    """The pages as color pictures."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [
            np.ascontiguousarray(page.render(scale=dpi / 72).to_numpy()[:, :, :3])
            for page in document
        ]
    finally:
        document.close()


def encoded(picture: Picture, *, quality: int) -> bytes:
    """JPEG of this quality; 100 or more means PNG."""
    if quality >= 100:
        return bytes(cv2.imencode(".png", picture)[1])
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def scanned(picture: Picture, rng: random.Random, *, rough: bool) -> Picture:
    """As from a flat-bed: a little turned, grainy, a gray ground, specks, a fold; ``rough`` is an old machine."""
    angle = rng.uniform(-2.5, 2.5) if rough else rng.uniform(-1.0, 1.0)
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    gray = _turned(gray, angle, 255)
    noise = np.random.default_rng(rng.randrange(2**32))
    if rough:
        gray = cv2.GaussianBlur(gray, (3, 3), 0.7)
    work = gray.astype(np.float32) * rng.uniform(0.86, 0.95) + rng.uniform(4, 14)
    work += noise.normal(0, 9 if rough else 4, gray.shape)
    if rough:
        column = rng.randrange(gray.shape[1])
        work[:, column : column + 2] -= 40
        for _ in range(150):
            y, x = rng.randrange(gray.shape[0] - 3), rng.randrange(gray.shape[1] - 3)
            work[y : y + 2, x : x + 2] = 60
    return np.clip(work, 0, 255).astype(np.uint8)


def photographed(picture: Picture, rng: random.Random, *, hard: bool) -> Picture:
    """As from a phone: on a table, in perspective, unevenly lit, slightly soft; ``hard`` is at a slant."""
    height, width = picture.shape[:2]
    margin = int(0.08 * max(height, width))
    reach = (0.05 if hard else 0.02) * max(height, width)
    canvas_w, canvas_h = width + 2 * margin, height + 2 * margin
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = (
        corners
        + margin
        + np.array(
            [[rng.uniform(-reach, reach), rng.uniform(-reach, reach)] for _ in range(4)], np.float32
        )
    )
    warp = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    table = np.full((canvas_h, canvas_w, 3), (52, 70, 96), np.uint8)
    noise = np.random.default_rng(rng.randrange(2**32))
    table = np.clip(table + noise.normal(0, 8, table.shape), 0, 255).astype(np.uint8)
    page = cv2.warpPerspective(picture, warp, (canvas_w, canvas_h), borderValue=(0, 0, 0))
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), warp, (canvas_w, canvas_h))
    shot = np.where(mask[:, :, None] > 127, page, table).astype(np.float32)
    x = np.linspace(0, 1, canvas_w, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, canvas_h, dtype=np.float32)[:, None]
    light = 0.95 - rng.uniform(0.1, 0.4 if hard else 0.25) * (x * rng.random() + y * rng.random())
    shot *= light[:, :, None]
    shot = cv2.GaussianBlur(shot, (0, 0), 0.9 if hard else 0.6)
    shot += noise.normal(0, 5, shot.shape)
    return np.clip(shot, 0, 255).astype(np.uint8)


def crumpled_receipt(picture: Picture, rng: random.Random) -> Picture:
    """Pale thermal print, gently waved."""
    height, width = picture.shape[:2]
    wave = rng.uniform(1.0, 3.0)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    xs += wave * np.sin(ys / height * rng.uniform(3, 9)).astype(np.float32)
    bent = cv2.remap(picture, xs, ys, cv2.INTER_LINEAR, borderValue=(255, 255, 255)).astype(
        np.float32
    )
    pale = 255 - (255 - bent) * rng.uniform(0.6, 0.85)
    return np.clip(pale, 0, 255).astype(np.uint8)


def _turned(gray: Picture, angle: float, ground: int) -> Picture:
    height, width = gray.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(ground,)),
        np.uint8,
    )
